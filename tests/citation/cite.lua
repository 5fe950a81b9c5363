local jobs = pandoc.json.decode(io.open(arg[1]):read('a'), false)
local pages = {}
for number, job in ipairs(jobs) do
  local document = pandoc.read(job.text, 'markdown')
  document.meta = pandoc.Meta{bibliography = job.item, csl = job.style}
  local options = pandoc.WriterOptions{wrap_text = 'wrap-none'}
  pages[number] = pandoc.write(pandoc.utils.citeproc(document), 'html', options)
end
io.write(pandoc.json.encode(pages))
