-- expect: capture %1 that is not there
-- line: 3
return ('x'):find('%1')
