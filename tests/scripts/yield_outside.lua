-- expect: outside a coroutine
-- a hostile script
coroutine.yield()
