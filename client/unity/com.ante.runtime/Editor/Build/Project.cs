using System.IO;
using Ante.Unity;
using UnityEditor;
using UnityEngine;

namespace Ante.Editor
{
    /// <summary>What the open project is like, and changes to it.</summary>
    internal static class Project
    {
        private const string Manifest = "Assets/Plugins/Android/AndroidManifest.xml";
        private const string Template = "Assets/WebGLTemplates/Ante";
        private const string SettingsAsset = "Assets/Resources/" + AnteSettings.ResourceName + ".asset";

        /// <summary>The settings; null when the project has none.</summary>
        internal static AnteSettings? ExistingSettings() => Resources.Load<AnteSettings>(AnteSettings.ResourceName);

        /// <summary>The settings, made when there are none.</summary>
        internal static AnteSettings Settings()
        {
            var settings = ExistingSettings();
            if (settings != null) return settings;
            settings = ScriptableObject.CreateInstance<AnteSettings>();
            Directory.CreateDirectory("Assets/Resources");
            AssetDatabase.CreateAsset(settings, SettingsAsset);
            AssetDatabase.SaveAssets();
            return settings;
        }

        internal static BuildFacts FactsOf(AnteSettings settings, BuildTarget target, bool development)
        {
            var kind = KindOf(target);
            return new BuildFacts
            {
                Kind = kind,
                Development = development,
                Server = settings.Server,
                NativeClientId = settings.NativeClientId,
                WebClientId = settings.WebClientId,
                RedirectUri = settings.RedirectUri,
                HasScheme = HasScheme(kind, BuildChecks.SchemeOf(settings.RedirectUri)),
                AllowsHttp = PlayerSettings.insecureHttpOption != InsecureHttpOption.NotAllowed,
                HasTemplate = PlayerSettings.WebGL.template == "PROJECT:Ante",
            };
        }

        internal static void Mend(BuildFix fix, AnteSettings settings, BuildTarget target)
        {
            switch (fix)
            {
                case BuildFix.OpenSettings: SettingsService.OpenProjectSettings(AnteSettingsPage.Path); break;
                case BuildFix.AddScheme: AddScheme(KindOf(target), BuildChecks.SchemeOf(settings.RedirectUri)); break;
                case BuildFix.InstallTemplate: InstallTemplate(); break;
            }
        }

        private static BuildKind KindOf(BuildTarget target)
        {
            switch (target)
            {
                case BuildTarget.Android: return BuildKind.Android;
                case BuildTarget.iOS: return BuildKind.Ios;
                case BuildTarget.WebGL: return BuildKind.Web;
                default: return BuildKind.Desktop;
            }
        }

        private static bool HasScheme(BuildKind kind, string scheme)
        {
            switch (kind)
            {
                case BuildKind.Android: return AndroidManifest.HasScheme(ReadManifest(), scheme);
                case BuildKind.Ios: return IosSchemes.Has(scheme);
                default: return true;
            }
        }

        private static void AddScheme(BuildKind kind, string scheme)
        {
            if (kind == BuildKind.Ios)
            {
                IosSchemes.Add(scheme);
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Manifest)!);
            File.WriteAllText(Manifest, AndroidManifest.WithScheme(ReadManifest(), scheme, Activity()));
            AssetDatabase.Refresh();
        }

        private static string? ReadManifest() => File.Exists(Manifest) ? File.ReadAllText(Manifest) : null;

        private static string Activity()
        {
#if UNITY_2023_1_OR_NEWER
            if ((PlayerSettings.Android.applicationEntry & AndroidApplicationEntry.GameActivity) != 0)
                return "com.unity3d.player.UnityPlayerGameActivity";
#endif
            return "com.unity3d.player.UnityPlayerActivity";
        }

        private static void InstallTemplate()
        {
            var from = Path.GetFullPath("Packages/com.ante.runtime/WebGLTemplate~/Ante");
            foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(Template, file.Substring(from.Length + 1));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to, true);
            }

            AssetDatabase.Refresh();
            PlayerSettings.WebGL.template = "PROJECT:Ante";
        }
    }
}
