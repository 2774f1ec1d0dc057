-- expect: “loadstring” is not part of the script language here
-- line: 3
return loadstring.x
