-- expect: 
-- line: 3
error('\255\254\0bad')
