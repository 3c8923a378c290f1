package io.faultdesk.prediction;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for models. */
@Command(name = "model", description = "Trains fault models and measures them.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
class ModelCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with models: " + String.join(", ", spec.subcommands().keySet()));
  }
}
