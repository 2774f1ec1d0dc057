-- expect: “debug” is not part of the script language here
-- line: 3
return debug.x
