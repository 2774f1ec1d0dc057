-- expect: must be followed by a set
-- line: 3
return ('x'):find('%f')
