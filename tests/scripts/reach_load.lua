-- expect: “load” is not part of the script language here
-- line: 3
return load.x
