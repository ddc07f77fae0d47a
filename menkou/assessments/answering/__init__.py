"""What those who are assessed say to it: 确认, 说明, 申请复核; and what a second person decides."""
