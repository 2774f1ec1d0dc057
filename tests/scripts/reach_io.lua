-- expect: “io” is not part of the script language here
-- line: 3
return io.x
