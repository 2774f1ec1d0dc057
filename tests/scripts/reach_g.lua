-- expect: “_G” is not part of the script language here
-- line: 3
return _G.x
