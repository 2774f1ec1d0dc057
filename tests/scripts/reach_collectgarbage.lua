-- expect: “collectgarbage” is not part of the script language here
-- line: 3
return collectgarbage.x
