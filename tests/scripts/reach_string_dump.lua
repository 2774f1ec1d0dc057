-- expect: string.dump is not part
-- line: 3
return string.dump(function() end)
