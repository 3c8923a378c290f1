package io.faultdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What people see who use the commands for models, libraries and all: one line of what is wrong, and nothing else. */
@ExtendWith(OutputCaptureExtension.class)
class ModelCommandLineTest {

  @TempDir private Path folder;

  @BeforeEach
  void someData() throws IOException {
    for (String name : new String[]{"good/a", "good/b", "ragged/a", "ragged/b", "words/a", "quiet/a", "quiet/b",
      "torn/a"}) {
      boolean faulty = !name.startsWith("quiet");
      String head = "minute,cpu,label\n";
      String rows = IntStream.range(0, 200)
          .mapToObj(minute -> "%d,%d,%d%n".formatted(minute, minute * 7 % 5 + (minute % 50 < 5 ? 9 : 0),
              faulty && minute % 50 < 5 ? 1 : 0))
          .collect(Collectors.joining());
      Path file = folder.resolve(name + ".labelled.csv");
      Files.createDirectories(file.getParent());
      Files.writeString(file, head + rows);
      Files.writeString(folder.resolve(name + ".history.csv"), "minute,cpu\n1,0\n2,1\n3,3\n4,2\n");
    }
    replace("ragged/b.labelled.csv", "\n7,4,", "\n7,");
    replace("words/a.labelled.csv", "\n3,", "\nthree,");
    Files.move(folder.resolve("torn/a.labelled.csv"), folder.resolve("torn/a.labelled.csv.gz"));
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("no-model.json"), "{\"format\": 1}");
    Files.writeString(folder.resolve("file"), "");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      model                                                        | 2 | say what to do with models
      model train --task detect --data good                        | 2 | Missing required option: '--out
      model train --task guess --data good --out x.json            | 2 | expected one of
      model train --task predict --data good --out x.json          | 2 | say how far to look ahead
      model train --task predict --horizon soon --data good --out x | 2 | a duration such as 15m
      model train --task detect --horizon 5m --data good --out x   | 2 | --horizon is for --task predict
      model train --task detect --false-alarms -1 --data good --out x | 2 | a number from 0 to 1000
      model train --task detect --few 3,0 --data good --out x.json | 2 | a list of numbers above 0
      model train --task detect --out x.json                       | 2 | --data DIR or --from-history
      model train --task detect --data good --days 3 --out x.json  | 2 | --days and --url are for --from-history
      model train --task detect --from-history --days 99 --out x.json | 2 | a number from 1 to 30
      model train --task detect --data nowhere --out x.json        | 1 | there is no folder
      model train --task detect --data empty --out x.json          | 1 | holds neither
      model train --task detect --data ragged --out x.json         | 1 | b.labelled.csv:9: 2 values for 3 columns
      model train --task detect --data words --out x.json          | 1 | "three" in the column minute
      model train --task detect --data torn --out x.json           | 1 | Not in GZIP format
      model train --task detect --data quiet --out x.json          | 1 | rows with a fault are needed
      model train --task detect --data good --out file/x.json      | 1 | cannot be written
      model score --model no-model.json --data good --out x.csv    | 1 | no model: Missing creator property 'task'
      model score --model nowhere.json --data good --out x.csv     | 1 | nowhere.json
      model evaluate --model good/a.labelled.csv --data good       | 1 | no model:
      """)
  void what_cannot_be_used_is_told_in_one_line(String line, int code, String said, CapturedOutput output) {
    assertThat(execute(line)).isEqualTo(code);
    assertThat(output.getErr()).hasLineCount(1).contains(said);
    assertThat(output.getOut()).isEmpty();
    assertThat(folder.resolve("x.json")).doesNotExist();
  }

  @Test
  void a_training_says_what_came_of_it_and_libraries_say_nothing(CapturedOutput output) {
    assertThat(execute("model train --task detect --data good --out x.json")).isZero();
    assertThat(output.getErr()).isEmpty();
    assertThat(output.getOut()).startsWith(folder.resolve("x.json") + " with its card x.md");
    assertThat(folder.toFile().list()).contains(
        "x.json", "x.md", "x.roc.svg", "x.precision-recall.svg", "x.calibration.svg", "x.weights.svg");

    assertThat(execute("model evaluate --model x.json --data good --card other/y.md")).isZero();
    assertThat(folder.resolve("other").toFile().list())
        .containsExactlyInAnyOrder("y.md", "y.roc.svg", "y.precision-recall.svg", "y.calibration.svg", "y.weights.svg");
  }

  /** Names of files and folders are those of the test's. */
  private int execute(String line) {
    String[] words = line.split(" +");
    for (int i = 1; i < words.length; i++) {
      if (words[i - 1].matches("--(data|out|model|card)")) {
        words[i] = folder.resolve(words[i]).toString();
      }
    }
    return Commands.execute(words);
  }

  private void replace(String file, String what, String by) throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(path, Files.readString(path).replace(what, by));
  }
}
