-- expect: “package” is not part of the script language here
-- line: 3
return package.x
