// Times warm queries of Lucene over the texts that tests/bench/search/speed generates; it runs this beside the others.
//
// usage: java -cp lucene-core.jar:lucene-analyzers-common.jar SearchSpeed.java TEXTS.tsv QUERIES.tsv FOLDER
// Prints a line of JSON: milliseconds of processor time a query, the least of the rounds, and studies indexed a second.
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;

public class SearchSpeed {
  static final int ROUNDS = 10;  // the first ones compile
  static final Analyzer ANALYZER = new EnglishAnalyzer();

  static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static void build(Path texts, MMapDirectory directory) throws Exception {
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(ANALYZER));
         var lines = Files.lines(texts)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Document document = new Document();
        document.add(new TextField("text", line.substring(line.indexOf('\t') + 1), Field.Store.YES));
        writer.addDocument(document);
      }
    }
  }

  static BooleanQuery parse(String text) throws Exception {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    try (TokenStream tokens = ANALYZER.tokenStream("text", text)) {
      CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken())
        query.add(new TermQuery(new Term("text", word.toString())), BooleanClause.Occur.SHOULD);
      tokens.end();
    }
    return query.build();
  }

  public static void main(String[] words) throws Exception {
    try (MMapDirectory directory = new MMapDirectory(Path.of(words[2]))) {
      long begin = System.nanoTime();
      build(Path.of(words[0]), directory);
      double building = (System.nanoTime() - begin) / 1e9;
      List<String> queries = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of(words[1]))) queries.add(line.substring(line.indexOf('\t') + 1));
      double[] least = new double[queries.size()];
      Arrays.fill(least, Double.MAX_VALUE);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        for (int round = 0; round < ROUNDS; ++round)
          for (int i = 0; i < least.length; ++i) {
            long before = processorTime();
            searcher.search(parse(queries.get(i)), 10);
            least[i] = Math.min(least[i], (processorTime() - before) / 1e6);
          }
        System.out.println("{\"lucene\": " + Arrays.toString(least) + ", \"index\": {\"lucene\": "
            + reader.numDocs() / building + "}}");
      }
    }
  }
}
