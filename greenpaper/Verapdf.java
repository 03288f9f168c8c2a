// Validates PDF files with the veraPDF library; started by verapdf.py, which also says where the library is.
//
//   java -cp CLASSES:LIBRARY.jar Verapdf PLACES FLAVOURS FILE [FLAVOURS FILE ...]      FLAVOURS as in 2a,ua1
//
// Prints lines whose fields are parted by tabs, in UTF-8:
//   version  VERSION                                        once, first
//   verdict  NUMBER-OF-FILE  FLAVOUR  CHECKS  FAILED        one for each file and flavour, in the order asked for
//   rule     CLAUSE  TEST  COUNT  DESCRIPTION               below it, each rule that fails
//   place    WHERE  MESSAGE                                 below that, at most PLACES of the rule's failures
//   fault    NUMBER-OF-FILE  FLAVOUR  MESSAGE               instead of a verdict, when the file cannot be read
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.ReleaseDetails;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class Verapdf {
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        line("version", ReleaseDetails.getInstance().getVersion());
        int places = Integer.parseInt(arguments[0]);
        for (int at = 1; at + 1 < arguments.length; at += 2) {
            for (String flavour : arguments[at].split(",")) {
                validate((at - 1) / 2, new File(arguments[at + 1]), PDFAFlavour.byFlavourId(flavour), places);
            }
        }
        OUT.flush();
    }

    private static void validate(int number, File file, PDFAFlavour flavour, int places) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
             PDFAValidator validator = Foundries.defaultInstance()
                 .createValidator(profile(flavour), places, false, true, false)) {
            print(number, flavour, validator.validate(parser));
        } catch (Exception | StackOverflowError | OutOfMemoryError fault) { // the latter two of a file made to harm
            Throwable cause = fault.getCause() == null ? fault : fault.getCause();
            line("fault", number, flavour.getId(), cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    private static void print(int number, PDFAFlavour flavour, ValidationResult result) {
        Map<RuleId, Integer> failed = result.getFailedChecks();
        int failures = failed.values().stream().mapToInt(Integer::intValue).sum();
        line("verdict", number, flavour.getId(), result.getTotalAssertions(), failures);
        result.getValidationProfile().getRules().stream()
            .filter(rule -> failed.containsKey(rule.getRuleId()))
            .sorted(Comparator.comparing((Rule rule) -> rule.getRuleId().getClause())
                .thenComparing(rule -> rule.getRuleId().getTestNumber()))
            .forEach(rule -> {
                RuleId id = rule.getRuleId();
                line("rule", id.getClause(), id.getTestNumber(), failed.get(id), rule.getDescription());
                for (TestAssertion failure : result.getTestAssertions()) {
                    if (failure.getRuleId().equals(id)) {
                        line("place", failure.getLocation().getContext(), failure.getErrorMessage());
                    }
                }
            });
    }

    private static void line(Object... fields) {
        List<String> texts = new ArrayList<>();
        for (Object field : fields) {
            texts.add(String.valueOf(field).replaceAll("\\s+", " ").trim());
        }
        OUT.print(String.join("\t", texts) + "\n");
    }

    // --- The rules of a flavour, which the library reads by JAXB. Java itself has had none since version 11, and
    // --- not every jar that holds the library holds one; so the file is read here.

    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId();
        String name = id.equals("ua2") ? "PDFUA-2-ISO32005" : id.startsWith("ua") ? "PDFUA-" + id.substring(2)
            : "PDFA-" + id.toUpperCase();
        Element root;
        try (InputStream in = Verapdf.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            root = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element rule : all(only(root, "rules"), "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element variable : all(only(root, "variables"), "variable")) {
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
                text(variable, "defaultValue"), text(variable, "value")));
        }
        return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "",
            rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = only(rule, "id");
        Element error = only(rule, "error");
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : all(only(error, "arguments"), "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), attribute(argument, "name"), null));
        }
        return Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
            rule.getAttribute("object"), Boolean.valueOf(rule.getAttribute("deferred")), attribute(rule, "tags"),
            text(rule, "description"), text(rule, "test"), Profiles.errorFromValues(text(error, "message"), arguments),
            List.of());
    }

    private static List<Element> all(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                found.add((Element) node);
            }
        }
        return found;
    }

    private static Element only(Element parent, String name) {
        List<Element> found = all(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(Element parent, String name) {
        Element child = only(parent, name);
        return child == null ? "" : child.getTextContent();
    }

    private static String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }
}
