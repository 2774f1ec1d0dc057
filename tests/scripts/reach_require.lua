-- expect: “require” is not part of the script language here
-- line: 3
return require.x
