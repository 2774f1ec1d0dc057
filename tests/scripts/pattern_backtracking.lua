-- expect: too many ways to match
-- line: 3
return (('a'):rep(3000)):find(('.-'):rep(8) .. 'b')
