package io.faultdesk.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** One person's browser window with Tasklist in it, used the way that person uses it. */
final class TasklistPage implements AutoCloseable {

  /** Longer than anything takes on a busy machine; a page that is ready sooner is not waited for. */
  private static final int PATIENCE_MILLIS = 60_000;
  private static final String HOME = "/camunda/app/tasklist/default/";

  private final BrowserContext window;
  private final Page page;
  private final Path pictures;

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  TasklistPage(Browser browser, String base, Path pictures) {
    window = browser.newContext(new Browser.NewContextOptions().setBaseURL(base).setViewportSize(1400, 900));
    page = window.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    this.pictures = pictures;
  }

  /** Signs in on Faultdesk's own page, which leads to Tasklist. */
  TasklistPage signInOnOurPage(String user, String password) {
    page.navigate("/login");
    page.fill("input[name=username]", user);
    page.fill("input[name=password]", password);
    picture("our-sign-in");
    page.click("button[type=submit]");
    return arrived();
  }

  /** Signs in on the form that Tasklist itself shows to strangers. */
  TasklistPage signInOnTasklist(String user, String password) {
    page.navigate(HOME);
    Locator form = page.locator("form[name=signinForm]");
    form.locator("input[type=text]").fill(user);
    form.locator("input[type=password]").fill(password);
    picture("tasklist-sign-in");
    form.locator("[type=submit]").click();
    return arrived();
  }

  TasklistPage loadAgain() {
    page.navigate(HOME);
    assertThat(filter("My tasks")).isVisible();
    return this;
  }

  private TasklistPage arrived() {
    assertThat(filter("My tasks")).isVisible();
    picture("tasklist");
    return this;
  }

  Locator filter(String name) {
    return page.locator(".item.task-filter", new Page.LocatorOptions().setHasText(name));
  }

  /** Chooses a filter from the left column. */
  TasklistPage choose(String filter) {
    filter(filter).locator("a").first().click();
    return this;
  }

  /** Clicks the incident's task in the list and waits for its form. */
  TasklistPage open(String number, String taskName) {
    assertThat(page.locator("li.task").first()).isVisible();
    picture("list");
    page.locator("li.task", new Page.LocatorOptions().setHasText(number))
        .filter(new Locator.FilterOptions().setHasText(taskName)).locator("h4 a").click();
    assertThat(form().getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setLevel(2))).containsText(number);
    picture(taskName);
    return this;
  }

  TasklistPage write(String label, String text) {
    form().getByLabel(label).fill(text);
    return this;
  }

  TasklistPage tick(String option) {
    form().getByLabel(option).check();
    return this;
  }

  String shown() {
    return form().innerText();
  }

  /** The form of the task that is open. */
  Locator form() {
    return page.locator(".fjs-container");
  }

  /** Clicks Complete and sees the form go away. */
  void complete() {
    picture("filled-in");
    clickComplete();
    assertThat(form()).hasCount(0);
  }

  /** Clicks Complete and sees that the form stays and asks for what is missing. */
  void cannotComplete() {
    clickComplete();
    assertThat(page.locator(".fjs-form-field-error").first()).isVisible();
    assertThat(form()).hasCount(1);
    picture("not-completed");
    // the message lies over the button where the form is long
    page.locator(".notifications .close:visible").first().click();
  }

  private void clickComplete() {
    // a field that loses the focus only at the click moves the button from under the pointer
    page.evaluate("document.activeElement.blur()");
    page.locator("button.btn-primary", new Page.LocatorOptions().setHasText(Pattern.compile("^\\s*Complete\\s*$")))
        .click();
  }

  void picture(String name) {
    String file = "%02d-%s.png".formatted(
        pictures.toFile().list().length + 1, name.replaceAll("\\W+", "-").toLowerCase(Locale.ROOT));
    page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(file)));
  }

  @Override
  public void close() {
    window.close();
  }
}
