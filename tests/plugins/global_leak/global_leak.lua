local function found(context, options)
  return document.paragraph('Found.')
end

count = 0
return {found = found}
