-- expect: math.random is not part
-- line: 3
return math.random()
