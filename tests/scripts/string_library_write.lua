-- expect: string is part of Hallmark and cannot be changed
-- line: 3
function string.format() return 'owned' end
