-- expect: too many ways to match
-- line: 3
return (('a'):rep(2000)):match('^(.*)(.*)(.*)(.*)b')
