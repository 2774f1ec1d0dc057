-- expect: no %p here
-- line: 3
return string.format('%5p', {})
