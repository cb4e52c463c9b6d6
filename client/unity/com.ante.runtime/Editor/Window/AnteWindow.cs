using System;
using System.Threading.Tasks;
using UnityEditor;
using UnityEngine.UIElements;

namespace Ante.Editor
{
    /// <summary><em>Window, Ante</em>: tries the server, shows who is signed in and what happens, and mends what a build would suffer from.</summary>
    internal sealed class AnteWindow : EditorWindow
    {
        private const int MostLines = 200;

        private readonly Label player = new Label();
        private readonly VisualElement problems = new VisualElement();
        private readonly ScrollView lines = new ScrollView();
        private EditorClient? client;

        [MenuItem("Window/Ante")]
        private static void Open() => GetWindow<AnteWindow>("Ante");

        private void OnEnable() => client = new EditorClient(Log);

        private void OnDisable() => client?.Dispose();

        private void CreateGUI()
        {
            var buttons = new VisualElement();
            buttons.style.flexDirection = FlexDirection.Row;
            buttons.style.flexWrap = Wrap.Wrap;
            buttons.Add(Does("Test connection", ante => ante.TestAsync(Project.Settings())));
            buttons.Add(Does("Sign in", ante => ante.SignInAsync(Project.Settings())));
            buttons.Add(Does("Sign out", ante => ante.SignOutAsync()));
            buttons.Add(Does("Clear tokens", ante => ante.ClearTokensAsync()));
            buttons.Add(new Button(ShowProblems) { text = "Check build" });
            rootVisualElement.Add(player);
            rootVisualElement.Add(buttons);
            rootVisualElement.Add(problems);
            rootVisualElement.Add(lines);
            ShowPlayer();
            ShowProblems();
        }

        private Button Does(string text, Func<EditorClient, Task> task) => new Button(async () =>
        {
            if (client == null) return;
            await task(client);
            ShowPlayer();
        })
        {
            text = text,
        };

        private void ShowPlayer()
        {
            var signedIn = client?.Player;
            player.text = signedIn == null ? "Nobody is signed in" : $"{signedIn.Nickname} ({signedIn.Username}, {signedIn.Id})";
        }

        private void ShowProblems()
        {
            problems.Clear();
            var settings = Project.Settings();
            var target = EditorUserBuildSettings.activeBuildTarget;
            var found = BuildChecks.Find(Project.FactsOf(settings, target, EditorUserBuildSettings.development));
            foreach (var problem in found)
            {
                problems.Add(new HelpBox(problem.Message, problem.IsFatal ? HelpBoxMessageType.Error : HelpBoxMessageType.Warning));
                if (problem.Fix != BuildFix.None) problems.Add(new Button(() => Mend(problem.Fix)) { text = NameOf(problem.Fix) });
            }

            void Mend(BuildFix fix)
            {
                Project.Mend(fix, settings, target);
                ShowProblems();
            }
        }

        private static string NameOf(BuildFix fix)
        {
            switch (fix)
            {
                case BuildFix.AddScheme: return "Register the scheme";
                case BuildFix.InstallTemplate: return "Install Ante's template";
                default: return "Open the settings";
            }
        }

        private void Log(string line)
        {
            lines.Insert(0, new Label($"{DateTime.Now:HH:mm:ss}  {line}"));
            if (lines.childCount > MostLines) lines.RemoveAt(MostLines);
            ShowPlayer();
        }
    }
}
