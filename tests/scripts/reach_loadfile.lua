-- expect: “loadfile” is not part of the script language here
-- line: 3
return loadfile.x
