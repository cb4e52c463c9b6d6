using System;
using System.Collections.Generic;
using UnityEngine;
using UnityEngine.UIElements;

namespace UnityEditor
{
    public enum SettingsScope
    {
        User = 0,
        Project = 1,
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class SettingsProviderAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class MenuItem : Attribute
    {
        public MenuItem(string itemName)
        {
        }
    }

    public class SettingsProvider
    {
        public SettingsProvider(string path, SettingsScope scopes, IEnumerable<string> keywords = null) => throw StandIn.Only();

        public string label { get; set; }

        public Action<string, VisualElement> activateHandler { get; set; }

        public IEnumerable<string> keywords { get; set; }
    }

    public static class SettingsService
    {
        public static EditorWindow OpenProjectSettings(string settingsPath = null) => throw StandIn.Only();
    }

    public class EditorWindow : ScriptableObject
    {
        public VisualElement rootVisualElement => throw StandIn.Only();

        public static T GetWindow<T>(string title)
            where T : EditorWindow => throw StandIn.Only();
    }

    public static class EditorApplication
    {
        public delegate void CallbackFunction();

        public static CallbackFunction update;
    }

    public static class SessionState
    {
        public static string GetString(string key, string defaultValue) => throw StandIn.Only();

        public static void SetString(string key, string value) => throw StandIn.Only();

        public static void EraseString(string key) => throw StandIn.Only();
    }

    public static class AssetDatabase
    {
        public static void CreateAsset(UnityEngine.Object asset, string path) => throw StandIn.Only();

        public static void SaveAssets() => throw StandIn.Only();

        public static void Refresh() => throw StandIn.Only();

        public static UnityEngine.Object[] LoadAllAssetsAtPath(string assetPath) => throw StandIn.Only();
    }

    public class SerializedObject : IDisposable
    {
        public SerializedObject(UnityEngine.Object obj) => throw StandIn.Only();

        public SerializedProperty FindProperty(string propertyPath) => throw StandIn.Only();

        public bool ApplyModifiedProperties() => throw StandIn.Only();

        public void Dispose() => throw StandIn.Only();
    }

    public class SerializedProperty
    {
        public int arraySize { get; set; }

        public string stringValue { get; set; }

        public SerializedProperty GetArrayElementAtIndex(int index) => throw StandIn.Only();

        public void InsertArrayElementAtIndex(int index) => throw StandIn.Only();
    }

    internal static class StandIn
    {
        internal static Exception Only() => new NotSupportedException("There is no Editor here");
    }
}

namespace UnityEditor.UIElements
{
    public class InspectorElement : VisualElement
    {
        public InspectorElement(UnityEngine.Object obj) => throw StandIn.Only();
    }
}
