-- expect: range is too long
-- line: 3
table.move({}, 1, 1 << 60, 2)
