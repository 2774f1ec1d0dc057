-- expect: “dofile” is not part of the script language here
-- line: 3
return dofile.x
