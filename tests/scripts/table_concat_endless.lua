-- expect: range is too long
-- line: 3
return table.concat({}, '', 1, 1 << 60)
