// Leaks that are not Hallmark's.

// Xapian 1.4.22 loses the terms of a query that its parser refuses.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:Xapian::QueryParser::Internal::parse_query";
}
