-- expect: range is too long
-- line: 3
return table.unpack({}, 1, 1e9)
