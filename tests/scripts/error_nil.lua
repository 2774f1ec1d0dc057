-- expect: without a message
-- line: 3
error(nil)
