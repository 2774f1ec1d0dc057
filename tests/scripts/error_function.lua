-- expect: raised a function as an error
-- line: 3
error(print)
