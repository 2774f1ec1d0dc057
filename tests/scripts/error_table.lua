-- expect: raised a table as an error
-- line: 3
error({code = 1})
