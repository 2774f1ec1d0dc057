-- expect: print() is for scripts
-- line: 3
print('x')
