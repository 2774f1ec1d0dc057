-- expect: “rawset” is not part of the script language here
-- line: 3
return rawset.x
