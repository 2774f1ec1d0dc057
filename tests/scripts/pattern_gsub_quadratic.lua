-- expect: too many ways to match
-- line: 3
return (('('):rep(100000)):gsub('%b()', '')
