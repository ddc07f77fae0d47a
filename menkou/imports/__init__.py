"""导入: what an office has in its own workbooks becomes rows of the district, after it was looked at, and back again."""
