-- expect: does a loop never end?
-- line: 3
::again:: goto again
