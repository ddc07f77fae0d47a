"""报表: the numbers of any days, of the district, its townships, institutions or villages; none typed, each opens its rows."""
