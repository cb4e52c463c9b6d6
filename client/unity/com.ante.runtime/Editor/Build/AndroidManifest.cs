using System.Linq;
using System.Xml.Linq;

namespace Ante.Editor
{
    /// <summary>The project's own Android manifest, which tells Android by which schemes it opens the game.</summary>
    internal static class AndroidManifest
    {
        private static readonly XNamespace Android = "http://schemas.android.com/apk/res/android";

        internal static bool HasScheme(string? manifest, string scheme) =>
            manifest != null && XDocument.Parse(manifest).Descendants("data").Any(data => (string?)data.Attribute(Android + "scheme") == scheme);

        /// <summary>The manifest with the scheme added to the activity that starts the game; a new one when there is none.</summary>
        internal static string WithScheme(string? manifest, string scheme, string activity)
        {
            var document = manifest == null ? New(activity) : XDocument.Parse(manifest);
            var started = document.Descendants("activity").FirstOrDefault(IsLauncher) ?? document.Descendants("activity").FirstOrDefault();
            if (started == null)
            {
                started = Launcher(activity);
                var root = document.Root!;
                var application = root.Element("application");
                if (application == null) root.Add(application = new XElement("application"));
                application.Add(started);
            }

            started.Add(Filter(scheme));
            return document.ToString() + "\n";
        }

        private static bool IsLauncher(XElement activity) => activity.Descendants("category")
            .Any(category => (string?)category.Attribute(Android + "name") == "android.intent.category.LAUNCHER");

        private static XDocument New(string activity) => new XDocument(new XElement(
            "manifest",
            new XAttribute(XNamespace.Xmlns + "android", Android.NamespaceName),
            new XElement("application", Launcher(activity))));

        private static XElement Launcher(string activity)
        {
            var theme = activity.EndsWith("GameActivity") ? "@style/BaseUnityGameActivityTheme" : "@style/UnityThemeSelector";
            return new XElement(
                "activity",
                new XAttribute(Android + "name", activity),
                new XAttribute(Android + "theme", theme),
                new XAttribute(Android + "exported", "true"),
                new XElement("intent-filter", Named("action", "action.MAIN"), Named("category", "category.LAUNCHER")),
                new XElement("meta-data", new XAttribute(Android + "name", "unityplayer.UnityActivity"), new XAttribute(Android + "value", "true")));
        }

        private static XElement Filter(string scheme) => new XElement(
            "intent-filter",
            Named("action", "action.VIEW"),
            Named("category", "category.DEFAULT"),
            Named("category", "category.BROWSABLE"),
            new XElement("data", new XAttribute(Android + "scheme", scheme)));

        private static XElement Named(string element, string name) =>
            new XElement(element, new XAttribute(Android + "name", "android.intent." + name));
    }
}
