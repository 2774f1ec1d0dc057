-- expect: a ) without its (
-- line: 3
return ('x'):match('x)')
