"""遮住: what in a text may point at somebody is found, and for each a mask is proposed. A person checks every one."""
