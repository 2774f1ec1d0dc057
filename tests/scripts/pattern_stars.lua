-- expect: too many ways to match
-- line: 3
return (('a'):rep(1000)):match(('a*'):rep(10) .. 'b')
