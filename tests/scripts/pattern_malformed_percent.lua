-- expect: ends with %
-- line: 3
return ('a'):find('a%')
