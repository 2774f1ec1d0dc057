-- expect: too complex
-- line: 3
return ('x'):rep(500):find(('x?'):rep(500))
