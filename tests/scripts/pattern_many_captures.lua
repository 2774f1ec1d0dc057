-- expect: more than 32 captures
-- line: 3
return ('x'):find(('()'):rep(40))
